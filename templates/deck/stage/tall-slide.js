// On a slide that is taller than the stage, the keys for the next and the previous slide first scroll the slide.
import { pictureHoldersIn } from '../base/picture-fit.js';
import { restOf, wholeTop } from '../picture/compared-rest.js';
import { currentBlock } from '../picture/stepping.js';

const ON = ['ArrowDown', 'PageDown', 'ArrowRight', ' ', 'n', 'j', 'l'];
const BACK = ['ArrowUp', 'PageUp', 'ArrowLeft', 'p', 'k', 'h'];
const PART = .85; // of the visible height, so that the last lines stay visible as the first; the heads of lanes cover a part of it
const EDGE = 4;

// The elements that keys scroll. Pictures that scroll with their steps are not among them, also those with
// the fields of a packet; nor are those of a step to come.
function scrollers(section) {
	return [section, ...pictureHoldersIn(section).filter((one) => one !== section)].filter((one) => !one.matches('.with-fields .picture') && one.scrollHeight > one.clientHeight + EDGE
		&& /auto|scroll/.test(getComputedStyle(one).overflowY) && getComputedStyle(one).visibility === 'visible');
}

const hasMore = (one, isOn) => (isOn && one.matches('.whole-rows') ? restOf(one) > 0 : isOn ? one.scrollTop + one.clientHeight < one.scrollHeight - EDGE : one.scrollTop > EDGE);

export function onTallKey(event, letter) {
	const key = event.key === ' ' && event.shiftKey ? 'PageUp' : letter;
	const isOn = ON.includes(key), section = Reveal.getCurrentSlide();
	if ((!isOn && !BACK.includes(key)) || (event.shiftKey && event.key !== ' ') || !section || Reveal.isScrollView() || currentBlock())
		return false;
	if (event.target.closest?.('a, button, summary, input, [data-frame]'))
		return false;
	const all = scrollers(section), one = (isOn ? all : all.reverse()).find((some) => hasMore(some, isOn));
	if (!one)
		return false;
	const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
	const seen = one.clientHeight - (one.querySelector(':scope > .ladder > .heads')?.getBBox().height ?? 0);
	const wanted = one.scrollTop + (isOn ? PART : -PART) * Math.max(seen, one.clientHeight / 4);
	one.scrollTo({ top: one.matches('.whole-rows') ? wholeTop(one, wanted, !isOn) : wanted, behavior: isCalm ? 'auto' : 'smooth' });
	return true;
}

// Coming from the slide before, the slide begins at its top.
export function onSlideEntered({ previousSlide, currentSlide }) {
	if (previousSlide && previousSlide.compareDocumentPosition(currentSlide) & Node.DOCUMENT_POSITION_FOLLOWING)
		currentSlide.scrollTop = 0;
}
