export { default } from '../controllers/unused.js';
