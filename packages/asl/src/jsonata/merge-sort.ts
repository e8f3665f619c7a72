/**
 * A stable sort that asks only whether two items must change places. The order of the questions is that of JSONata 2.0.6,
 * so that a comparison which contradicts itself gives the same result.
 */
export function mergeSort<T>(items: readonly T[], comesAfter: (left: T, right: T) => boolean): readonly T[] {
  if (items.length <= 1) return items;
  const middle = Math.floor(items.length / 2);
  const left = mergeSort(items.slice(0, middle), comesAfter);
  const right = mergeSort(items.slice(middle), comesAfter);
  const merged: T[] = [];
  let fromLeft = 0;
  let fromRight = 0;
  while (fromLeft < left.length && fromRight < right.length) {
    // Both indexes are inside their lists.
    const one = left[fromLeft] as T;
    const other = right[fromRight] as T;
    if (comesAfter(one, other)) {
      merged.push(other);
      fromRight++;
    } else {
      merged.push(one);
      fromLeft++;
    }
  }
  for (; fromLeft < left.length; fromLeft++) merged.push(left[fromLeft] as T);
  for (; fromRight < right.length; fromRight++) merged.push(right[fromRight] as T);
  return merged;
}
