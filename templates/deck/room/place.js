// How far a talk has come, in the order in which it is given.
import { leaves } from '../base/page.js';
import { placeOf } from '../speaker/mirror.js';

// Compares two places, each [number of the slide, its step].
export const isBeyond = ([slide, step], [limitSlide, limitStep]) => slide > limitSlide || (slide === limitSlide && step > limitStep);

// The place of a state that mirror.js describes.
export function placeIn(state) {
	const [h, v] = placeOf(state);
	return [leaves().findIndex((section) => {
		const at = Reveal.getIndices(section);
		return at.h === h && (at.v || 0) === (v || 0);
	}), state.f];
}
