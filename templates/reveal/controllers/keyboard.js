// Keys that reveal.js hears.
import Keyboard from './keyboard-of-reveal.js';
import { jumping } from '../jumps.js';

export default jumping(Keyboard);
