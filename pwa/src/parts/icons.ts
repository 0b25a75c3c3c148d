/** Our few icons: 24 × 24 outlines, drawn in the colour of the text around them. */
export const icons = {
  back: 'M15 5l-7 7 7 7',
  tasks: 'M8 4h8v3H8zM6 5.5H5v14h14v-14h-1M8.5 13l2.5 2.5 4.5-5',
  hazard: 'M12 4l9 16H3zM12 10v5M12 17.4v.2',
  me: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0',
  camera: 'M4 8h3l1.5-3h7L17 8h3v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z',
  series: 'M7 9h2.5l1.2-2.5h4.6L16.5 9H20v10H7zM13.5 17a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM4 15V5h10',
  album: 'M4 5h16v14H4zM4 16l4.5-5 4 4.5 2.5-2.5 5 5M15.5 10.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4z',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20',
  place: 'M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  next: 'M9 5l7 7-7 7',
} as const

export type IconName = keyof typeof icons
