/**
 * 房屋市政工程生产安全重大事故隐患判定标准 (建质规〔2024〕5号), articles 4 to 17, on every phone and desk.
 * The texts are short forms in our own words; `major-list.json` is what the server's hazards/majors.py reads.
 */
import type { Determination } from '../store'
import { locale } from '../words/words'
import list from './major-list.json'
import { words } from './major-words'

export const edition = '2024'

interface Item { id: string, code: string, text: string[] }
export interface Article { article: number, category: string[], items: Item[] }
export type MajorItem = Item & Omit<Article, 'items'>

export const articles: readonly Article[] = list

const items = new Map(articles.flatMap(({ items: own, ...article }) => own.map(item => [item.id, { ...item, ...article }])))

export const allItems: readonly MajorItem[] = [...items.values()]
export const itemOf = (id: string): MajorItem | null => items.get(id) ?? null

/** Banned techniques, and any other serious violation: no text says what was seen, a person must. */
export const needsReason = ({ article }: Pick<MajorItem, 'article'>) => article >= 16

const spoken = (texts: readonly string[]) => texts[locale.value === 'en' ? 1 : 0]!

export const categoryOf = ({ category }: Pick<Article, 'category'>) => spoken(category)
export const textOf = ({ text }: Pick<Item, 'text'>) => spoken(text)

/** How law names it: 第八条第四项. */
export function articleOf({ id, article, code }: MajorItem): string {
  if (locale.value !== 'en')
    return code
  return articles.find(each => each.article === article)!.items.length > 1 ? `article ${article} (${id.split('-')[2]})` : `article ${article}`
}

/** Edition, article and item in words; an item that this app does not know, by its id. */
export function inWords({ edition: of, item_id: id }: Pick<Determination, 'edition' | 'item_id'>): string {
  const item = of === edition ? itemOf(id) : null
  if (!item)
    return words('unknownItem', { edition: of, id })
  return words('item', { edition: of, article: articleOf(item), category: categoryOf(item), text: textOf(item) })
}

/** Whether one item is named, with its reason where one is needed. */
export function isWhole({ edition: of, item_id: id, reason }: Determination): boolean {
  const item = of === edition ? itemOf(id) : null
  return item !== null && (!needsReason(item) || reason.trim() !== '')
}
