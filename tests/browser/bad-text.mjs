// Finds text on the page that the last row of a room cannot read. It works in any browser.
import { STAGE } from './checks.mjs';

export const SMALLEST_TEXT = 18;

// Text of the current slide that is too small, outside the stage, or cut by a box around it. Runs in
// the page.
function findBadText({ smallest, width, height, root, holders }) {
	const bad = [];
	const slide = root ? document.querySelector(root) : window.Reveal.getCurrentSlide();
	const stage = { left: 0, top: 0, right: width, bottom: height };
	const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const words = node.data.trim();
		const element = node.parentElement;
		if (!words || element.closest('aside.notes, title, desc, script, style, .sr-only, .visually-hidden')
			|| !element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }))
			continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
		if (!boxes.length)
			continue;
		const where = `"${words.slice(0, 40)}" in <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;

		const svg = element.closest('svg');
		const matrix = svg ? element.getScreenCTM() : null;
		const html = svg ? null : element.closest('section');
		const scale = matrix ? Math.hypot(matrix.a, matrix.b)
			: html && html.offsetWidth ? html.getBoundingClientRect().width / html.offsetWidth : 1;
		const size = parseFloat(getComputedStyle(element).fontSize) * scale;
		if (size < smallest - 0.25)
			bad.push(`${size.toFixed(1)} px: ${where}`);

		// A long diagram follows its steps, bytes may be scrolled, an ellipsis says that there is more.
		let isScrolled = false;
		for (let holder = element.closest(holders); holder; holder = holder.parentElement.closest(holders)) {
			const { overflowX, overflowY } = getComputedStyle(holder);
			isScrolled ||= /auto|scroll/.test(overflowX + overflowY);
		}
		if (isScrolled || getComputedStyle(element.closest('td, th, p, h1, h2, code, span, div')).textOverflow === 'ellipsis')
			continue;
		for (const box of boxes) {
			if (box.left < stage.left - 1 || box.right > stage.right + 1
				|| box.top < stage.top - 1 || box.bottom > stage.bottom + 1) {
				bad.push(`off the stage (${[box.left, box.top, box.right, box.bottom].map(Math.round)}): ${where}`);
				break;
			}
			let clip = null, isForReadersOnly = false;
			for (let parent = element; parent && parent !== slide.parentElement; parent = parent.parentElement) {
				const style = getComputedStyle(parent);
				if (style.overflowX === 'visible' && style.overflowY === 'visible')
					continue;
				const outer = parent.getBoundingClientRect();
				if (outer.width <= 1.5) // the usual way to hide from eyes but not from screen readers
					isForReadersOnly = true;
				const more = style.overflowY === 'clip' ? parseFloat(style.overflowClipMargin) || 0 : 0;
				const isCutSideways = style.overflowX !== 'visible' && (box.left < outer.left - 2 || box.right > outer.right + 2);
				if (isCutSideways || box.top < outer.top - 3 - more || box.bottom > outer.bottom + 3 + more)
					clip = parent;
			}
			if (clip && !isForReadersOnly) {
				bad.push(`cut by <${clip.tagName.toLowerCase()} class="${clip.getAttribute('class') ?? ''}">: ${where}`);
				break;
			}
		}
	}
	return bad;
}

// Of the current slide, or of the element `root` alone.
export const badText = (page, root, options) => page.evaluate(findBadText, { smallest: SMALLEST_TEXT, ...STAGE, holders: '.diagram, .dump, .source pre', root, ...options });
