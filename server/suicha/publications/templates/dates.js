// A page that lies still cannot know that a date has passed; the browser that shows it does.
for (const each of document.querySelectorAll('[data-after], [data-until]')) {
  const { after, until } = each.dataset
  const now = Date.now()
  each.hidden = (after && now <= Date.parse(after)) || Boolean(until && now > Date.parse(until))
}
