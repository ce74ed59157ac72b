export { encoded } from './encoded'
export { bases, runs } from './runs'
export { zones } from './zones'
