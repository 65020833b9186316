// How far a talk has come, in the order in which it is given.
import { onNewSlides } from '../base/changes.js';
import { leaves, sectionOf } from '../base/page.js';

// Compares two states of progress, each [number of the slide, its step].
export const isBeyond = ([slide, step], [limitSlide, limitStep]) => slide > limitSlide || (slide === limitSlide && step > limitStep);

// The furthest place of a state in the slides that are here: a window puts newer slides in place before or after another
// one. Returns null when they do not have that slide.
export function furthestIn({ far, farId }) {
	const ids = leaves().map(({ id }) => id), number = ids[far[0]] === farId ? far[0] : ids.indexOf(farId);
	return number < 0 ? null : [number, far[1]];
}

let numbers = new Map(); // of the slides that are in the page; scroll view makes other ones

onNewSlides(() => { numbers = new Map(); });

function numberOf(section) {
	if (!numbers.has(section) || !section.isConnected)
		numbers = new Map(leaves().map((one, index) => [one, index]));
	return numbers.get(section) ?? -1;
}

// The progress that a state shows which mirror.js describes.
export const progressOf = (state) => [numberOf(sectionOf(state)), state.f];
