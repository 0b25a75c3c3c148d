import type * as vant from 'vant'

// Lets vue-tsc know <van-button> and the rest, which unplugin-vue-components imports by name at build.
type VantComponents = { [Name in Extract<keyof typeof vant, string> as `Van${Name}`]: (typeof vant)[Name] }

declare module 'vue' {
  interface GlobalComponents extends VantComponents {}
}
