// On a slide that is taller than the stage, the keys for the next and the previous slide first scroll the slide.
import { pictureHoldersIn } from '../base/picture-fit.js';
import { restOf, wholeTop } from '../picture/compared-rest.js';
import { currentBlock } from '../picture/stepping.js';

const ON = ['ArrowDown', 'PageDown', 'ArrowRight', ' ', 'n', 'j', 'l'];
const BACK = ['ArrowUp', 'PageUp', 'ArrowLeft', 'p', 'k', 'h'];
const PART = .85; // of the visible height, so that the last lines stay visible as the first; the heads of lanes cover a part of it
const EDGE = 4;
const LEAST = 40; // px: what is not seen is not scrolled

// The elements that keys scroll. Pictures that scroll with their steps are not among them, also those with
// the fields of a packet; nor are those of a step to come.
function scrollers(section) {
	return [section, ...pictureHoldersIn(section).filter((one) => one !== section)].filter((one) => !one.matches('.with-fields .picture') && one.scrollHeight > one.clientHeight + EDGE
		&& one.clientHeight >= LEAST && /auto|scroll/.test(getComputedStyle(one).overflowY) && getComputedStyle(one).visibility === 'visible');
}

// Where what is shown of a slide ends, in px of all of it: an answer to come is below that.
function endOf(one) {
	const hidden = one.querySelector(':is(.ask-answer, .ask-shown).fragment:not(.visible)');
	const box = one.getBoundingClientRect(), scale = one.offsetHeight / box.height || 1;
	return hidden ? (hidden.getBoundingClientRect().top - box.top) * scale + one.scrollTop : one.scrollHeight;
}

// How many px are left to scroll. What scrolls by whole rows counts those.
const leftOf = (one, isOn) => (!isOn ? one.scrollTop : one.matches('.whole-rows') ? restOf(one) && one.clientHeight : endOf(one) - one.clientHeight - one.scrollTop);

// What the key scrolls. Steps through a picture begin when it is in view, and are taken back before it leaves.
function scrollersNow(section, isOn) {
	if (!currentBlock())
		return isOn ? scrollers(section) : scrollers(section).reverse();
	return scrollers(section).filter((one) => one === section && (isOn || !Reveal.availableFragments().prev));
}

// Where the key scrolls to, in px of all of it. What scrolls by whole rows may be at its end before it has counted them.
function targetOf(one, isOn) {
	const seen = one.clientHeight - (one.querySelector(':scope > .ladder > .heads')?.getBBox().height ?? 0);
	const way = Math.min(PART * Math.max(seen, one.clientHeight / 4), leftOf(one, isOn));
	const wanted = one.scrollTop + (isOn ? way : -way);
	return one.matches('.whole-rows') ? wholeTop(one, wanted, !isOn) : wanted;
}

const canMove = (one, isOn) => leftOf(one, isOn) > EDGE && Math.abs(targetOf(one, isOn) - one.scrollTop) > EDGE;

export function onTallKey(event, letter) {
	const key = event.key === ' ' && event.shiftKey ? 'PageUp' : letter;
	const isOn = ON.includes(key), section = Reveal.getCurrentSlide();
	if ((!isOn && !BACK.includes(key)) || (event.shiftKey && event.key !== ' ') || !section || Reveal.isScrollView())
		return false;
	if (event.target.closest?.('a, button, summary, input, [data-frame]'))
		return false;
	const one = scrollersNow(section, isOn).find((some) => canMove(some, isOn));
	if (one)
		one.scrollTo({ top: targetOf(one, isOn), behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
	return Boolean(one);
}

// The step that a slide shows is in view.
function keepStepInView(section) {
	const step = section.matches('.tall, .long') && [...section.querySelectorAll('.fragment.visible')].at(-1);
	if (step)
		(step.closest('.packets') ?? step).scrollIntoView({ block: 'nearest' });
}

// Coming from the slide before, the slide begins at its top.
export function onSlideEntered({ previousSlide, currentSlide }) {
	if (previousSlide && previousSlide.compareDocumentPosition(currentSlide) & Node.DOCUMENT_POSITION_FOLLOWING)
		currentSlide.scrollTop = 0;
	keepStepInView(currentSlide);
}

export const onSlideStep = (fragment) => keepStepInView(fragment.closest('section'));
