export { encoded } from './encoded'
export { runs } from './runs'
export { zones } from './zones'
