// Links to slides, and the page's address.
import Location from './location-of-reveal.js';
import { firstStep } from '../jumps.js';

export default class extends Location {
	getIndicesFromHash(hash, options) {
		const found = super.getIndicesFromHash(hash, options);
		return found && { ...found, f: found.f ?? firstStep(this.Reveal, found.h, found.v) };
	}
}
