// The footer of the first stepped sequence says that packets can be opened, until one was opened or the slide was left.
import { element } from '../base/elements.js';
import { isPrintPage, leaves, say } from '../base/page.js';

let isOver = false;

export function addOpenHint() {
	if (isPrintPage || isOver || document.querySelector('.sign'))
		return;
	const section = leaves().find((one) => one.querySelector('.packets-sequence:not([data-steps="0"])'));
	const footer = section?.querySelector('.slide-footer');
	const key = (name) => element('kbd', '', name);
	footer?.classList.add('with-sign');
	footer?.querySelector('.talk').after(element('span', 'sign',
		element('span', 'by-key', key('Enter'), ' ', say('패킷 열기', 'opens the packet'),
			element('span', 'for-all', ' · ', key('?'), ' ', say('단축키', 'all keys'))),
		element('span', 'by-touch', say('패킷을 한 번 더 누르면 열린다', 'tap the current packet to open it'))));
}

// Scroll view rebuilds the slides from their first state, so the hint is removed again.
export function removeOpenHint() {
	isOver = true;
	for (const sign of document.querySelectorAll('.sign')) {
		sign.parentNode.classList.remove('with-sign');
		sign.remove();
	}
}

export const keepOpenHintAway = () => isOver && removeOpenHint();

export function onSlideLeft(section) {
	if (section?.querySelector('.sign'))
		removeOpenHint();
}
