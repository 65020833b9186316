// The stage, when slides were put in place while the page is open: it shows the slide of before, or what stands in its place.
import { refresh } from '../picture/stepping.js';
import { show, shown } from '../speaker/shown.js';
import { redraw } from '../stage/strokes.js';
import { shownSlide } from './feedback-place.js';
import { moveAlong } from './follow.js';
import { placeAfter } from './pair-slides.js';
import { holderOf } from './slide-order.js';

// What the stage has to do, with the slide that is shown: the one of before, or what stands in its place.
function showAgain(section, before, renewed) {
	const isSame = section === before.section;
	let isTold = false;
	const tell = () => { isTold = true; };
	renewed.forEach((slide) => Reveal.syncSlide(slide));
	Reveal.on('slidechanged', tell);
	const { h, v } = Reveal.getIndices(section);
	Reveal.slide(h, v || 0, isSame || before.againId ? before.state.f : -1);
	Reveal.off('slidechanged', tell);
	if (!isSame && !isTold)
		Reveal.dispatchEvent({ type: 'slidechanged', data: { indexh: h, indexv: v || 0, previousSlide: before.section, currentSlide: section } });
	if (isSame && renewed.includes(section)) {
		refresh(section);
		show({ ...before.state, ...shownPlace() });
	}
}

function shownPlace() {
	const { id, h, v, f } = shown();
	return { id, h, v, f };
}

// Scroll view keeps the place on the screen of the slide that is read.
function scrollAgain(section, { top }, renewed) {
	renewed.forEach((slide) => Reveal.syncSlide(slide));
	Reveal.layout();
	if (section.isConnected)
		Reveal.getViewportElement().scrollTop += holderOf(section).getBoundingClientRect().top - top;
}

// The slide that is shown, with its place, before anything changes. `againId`: that to return to, or ''.
export function lookAtStage(had, againId) {
	const isScrolled = Reveal.isScrollView(), section = isScrolled ? shownSlide() : Reveal.getCurrentSlide();
	const place = Math.max(0, had.findIndex((group) => group.includes(section)));
	return { againId, isScrolled, section, place, strip: Math.max(0, had[place].indexOf(section)), state: shown(), top: isScrolled ? holderOf(section).getBoundingClientRect().top : 0 };
}

// What is shown then. reveal.js comes back to a number among the slides that it kept, which is another slide now.
function sectionAfter(before, pairs, groups) {
	const all = groups.flat(), named = before.againId && all.find(({ id }) => id === before.againId);
	if (named || all.includes(before.section))
		return named || before.section;
	const group = groups[placeAfter(pairs, before.place)];
	return group[pairs.includes(before.place) ? Math.min(before.strip, group.length - 1) : 0];
}

export function moveStage(before, pairs, groups, renewed) {
	renewed.forEach((slide) => refresh(slide));
	moveAlong(() => (before.isScrolled ? scrollAgain : showAgain)(sectionAfter(before, pairs, groups), before, renewed));
	redraw();
}
