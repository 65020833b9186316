// The bar below the slides.
import Progress from './progress-of-reveal.js';
import { jumping } from '../jumps.js';

export default jumping(Progress);
