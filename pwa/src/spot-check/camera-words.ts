import { defineWords } from '../words/words'

/** Words of taking several photos in a row. */
export const words = defineWords({
  'zh-CN': {
    title: '连续拍照',
    series: '连拍',
    shutter: '拍照',
    done: '完成',
    taken: '已拍 {n} 张',
    working: '{n} 张处理中',
    starting: '正在打开相机',
    notAllowed: '没有相机权限。请在浏览器设置中允许使用相机，或返回用“拍照”。',
    noCamera: '打不开相机，可能正被其他应用使用。请返回用“拍照”。',
    failed: '这一张没有拍成，请再按一次。',
    full: '存储空间已满：有照片还没有写入手机。请点“完成”，按提示处理。',
    remove: '删除刚拍的第 {n} 张',
  },
  'en': {
    title: 'Photos in a row',
    series: 'Series',
    shutter: 'Take a photo',
    done: 'Done',
    taken: 'taken: {n}',
    working: 'working on {n}',
    starting: 'Opening the camera',
    notAllowed: 'The camera is not allowed. Allow it in the browser\'s settings, or go back and use "Photo".',
    noCamera: 'The camera cannot be opened; another app may be using it. Go back and use "Photo".',
    failed: 'That photo failed: please press again.',
    full: 'Storage is full: a photo is not on the phone yet. Tap "Done" and follow what it says.',
    remove: 'Remove photo {n}',
  },
})
