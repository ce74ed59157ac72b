// What an export hands back instead of a count; load.ts has the words.
export const BAD: i32 = -1
export const ENDS_EARLY: i32 = -2
export const OTHER_SIZE: i32 = -3
export const OTHER_SUM: i32 = -4
export const BAD_DELTA: i32 = -1
export const OTHER_BASE: i32 = -2
export const OTHER_RESULT: i32 = -3
export const MANY_SEGMENTS: i32 = -5
