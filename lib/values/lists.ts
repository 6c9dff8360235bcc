// Lists by a key, made in one pass.

/** Adds to the list that a map holds under a key. */
export function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The values of each key, in the order in which they come. */
export function listsBy<K, V>(values: readonly V[], key: (value: V) => K): Map<K, V[]> {
  const lists = new Map<K, V[]>();
  for (const value of values) addTo(lists, key(value), value);
  return lists;
}
