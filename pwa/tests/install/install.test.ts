import { expect, it } from 'vitest'
import { awaitInstallOffer, dismiss, install, installOffer, isDismissed, wayOf } from '../../src/install'

const android = 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/131'
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1'
const wechat = `${android} MicroMessenger/8.0.50`
const dingtalk = `${iphone} DingTalk/7.6`
const no = { installed: false, offered: false }

it('takes the browser\'s own offer, tells iOS users of the share menu, and sends web views to the browser', () => {
  expect(wayOf({ ...no, userAgent: android, offered: true })).toBe('offer')
  expect(wayOf({ ...no, userAgent: iphone })).toBe('share')
  expect(wayOf({ ...no, userAgent: wechat })).toBe('browser')
  expect(wayOf({ ...no, userAgent: dingtalk })).toBe('browser')
})

it('says nothing once installed, or where nothing can be done', () => {
  expect(wayOf({ ...no, userAgent: iphone, installed: true })).toBeNull()
  expect(wayOf({ ...no, userAgent: android })).toBeNull()
})

it('keeps the offer for the inspector\'s tap, and asks it once', async () => {
  awaitInstallOffer()
  let asked = 0
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: async () => asked += 1 })
  window.dispatchEvent(event)
  expect(event.defaultPrevented).toBe(true)
  expect(installOffer.value).not.toBeNull()
  await install()
  await install()
  expect(asked).toBe(1)
})

it('stays away for whoever sent it away, but a web view still says that it cannot work offline', () => {
  dismiss('share')
  expect(isDismissed('share')).toBe(true)
  expect(isDismissed('browser')).toBe(false)
})
