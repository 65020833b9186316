export { default } from './unused.js';
