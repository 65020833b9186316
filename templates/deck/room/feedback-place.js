// Where in a talk a listener is: the slide, its step, and the packet that is looked at.
import { opened } from '../packet/packet-detail.js';

// The slide that is shown, also on a phone that scrolls: reveal.js is ahead of it near the end.
export function shownSlide() {
	if (!Reveal.isScrollView())
		return Reveal.getCurrentSlide();
	const shown = [...document.querySelectorAll('.scroll-page')].find((one) => one.getBoundingClientRect().bottom > innerHeight / 3);
	return shown?.querySelector('section') ?? Reveal.getCurrentSlide();
}

export const stepOf = () => Math.max(0, Reveal.getIndices().f ?? 0);

// The packet that is open, or the current one of a sequence: { capture, frame }; or null.
export function packetOf(section) {
	if (opened && !opened.isFold)
		return { capture: opened.block.dataset.capture ?? '', frame: opened.line ?? opened.number };
	const row = section.querySelector('.row.now[data-frame]');
	return row ? { capture: row.closest('.packets').dataset.capture ?? '', frame: row.dataset.frame } : null;
}
