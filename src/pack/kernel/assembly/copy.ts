// Copies of a few bytes, where the call that `memory.copy` is would cost more than the copying. They write up to 15
// bytes more than they are asked for.

/** What lies `distance` behind, over and over where the match is longer than that. */
// @ts-ignore: decorator
@inline
export function copyMatch(to: usize, distance: usize, length: usize): void {
  const end = to + length
  let from = to - distance
  if (distance >= 16) {
    v128.store(to, v128.load(from))
    v128.store(to, v128.load(from, 16), 16)
    if (length <= 32) return
    from += 32
    to += 32
    do {
      v128.store(to, v128.load(from))
      from += 16
      to += 16
    } while (to < end)
    return
  }
  if (distance >= 8) {
    do {
      store<u64>(to, load<u64>(from))
      from += 8
      to += 8
    } while (to < end)
    return
  }
  if (distance == 1) {
    const same = i8x16.splat(load<u8>(from))
    do {
      v128.store(to, same)
      to += 16
    } while (to < end)
    return
  }
  // each eight bytes begin with `distance` right ones; the next round mends the rest
  do {
    store<u64>(to, load<u64>(from))
    from += distance
    to += distance
  } while (to < end)
}

/** The two do not overlap, or `to` lies before `from`. */
// @ts-ignore: decorator
@inline
export function copyApart(to: usize, from: usize, length: usize): void {
  if (length > 512) {
    memory.copy(to, from, length)
    return
  }
  const end = to + length
  do {
    v128.store(to, v128.load(from))
    from += 16
    to += 16
  } while (to < end)
}
