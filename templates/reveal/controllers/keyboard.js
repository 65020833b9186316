// Keys that reveal.js hears. End leads to the last slide of all, not to the upper end of slides below each other.
import Keyboard from './keyboard-of-reveal.js';
import { jumping } from '../jumps.js';

// The place of the last slide below this one, when it is the last of those beside each other.
function lastBelow(Reveal, h) {
	const slides = Reveal.getHorizontalSlides(), below = h > 0 && h === slides.length - 1 ? slides[h].querySelectorAll('section').length : 0;
	return below ? below - 1 : undefined;
}

class Keys extends Keyboard {
	constructor(Reveal) {
		super(Object.create(Reveal, { slide: { value: (h, v = lastBelow(Reveal, h), ...f) => Reveal.slide(h, v, ...f) } }));
	}
}

export default jumping(Keys);
