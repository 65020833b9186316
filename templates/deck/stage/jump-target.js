// Finds the target of a number or words: a packet on the slide, or a slide.
import { labelOf } from '../packet/rows.js';
import { leaves, say } from '../base/page.js';
import { slideName } from '../base/slide-name.js';
import { slidesSharing } from '../picture/shared-sequence.js';
import { currentBlock } from '../picture/stepping.js';
import { toldOf } from './told.js';

const ROWS = '.row[data-frame], .packet-list tr[data-frame]';

// Rows of the table beside the picture are only for readers who cannot see the picture. What answers a question is not found
// before it is shown.
const rowsOf = (block) => [...block.querySelectorAll(ROWS)].filter((row) => !row.closest('.twin, .ask-shown:not(.visible), .asking .row.later'));

const blocksOf = (section) => [...new Set([currentBlock(), ...(section ? section.querySelectorAll('.packets') : [])])].filter(Boolean);

export const hasPackets = (section) => blocksOf(section).some((block) => rowsOf(block).length > 0);

const blocksSharing = (section) => slidesSharing(section).filter((slide) => slide !== section && !slide.matches('.ahead')).flatMap((slide) => [...slide.querySelectorAll('.packets')]);

// The row of this slide that shows the packet, or the run of packets that it is in; of any capture, or of the one named. A
// sequence that goes on on further slides has it there.
export function packetAt(section, words, capture = null) {
	const number = Number(words);
	for (const block of /^\d+$/.test(words) ? [...blocksOf(section), ...blocksSharing(section)] : []) {
		if (capture !== null && block.dataset.capture !== capture)
			continue;
		const row = rowsOf(block).find((one) => Number(one.dataset.frame) <= number && number <= Number(one.dataset.last || one.dataset.frame));
		if (row)
			return { block, row, number };
	}
	return null;
}

export function describePacket({ block, row, number }) {
	const { frame, last } = row.dataset, slide = block.closest('section'), page = leaves().indexOf(slide) + 1;
	const where = slide === Reveal.getCurrentSlide() ? '' : say(` · 슬라이드 ${page}`, ` · slide ${page}`);
	if (last)
		return say(`#${number}: 접힌 #${frame}–#${last} 안에 있다${where}`, `#${number}, in the run #${frame}–#${last}${where}`);
	return `#${number} ${labelOf(block, number)}${where}`;
}

// The text of a slide without its notes, for a search, which finds no answer before it is told.
export function wordsOf(section) {
	const parts = [...toldOf(section).children].filter((child) => !child.matches('aside.notes, .slide-footer'));
	return parts.map((child) => child.textContent).join(' ').normalize('NFC').toLowerCase();
}

export function hasWords(text, words) {
	return words.normalize('NFC').toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

// What a shared talk has not come to is not found.
export const slidesSoFar = () => leaves().filter((slide) => !slide.matches('.ahead'));

// Finds a slide by its number, by words of its title, or else of its text.
export function slideAt(words) {
	const slides = slidesSoFar(), wanted = words.trim();
	if (/^\d+$/.test(wanted))
		return slides[Number(wanted) - 1] ?? null;
	if (!wanted)
		return null;
	return slides.find((slide) => hasWords(slideName(slide).normalize('NFC').toLowerCase(), wanted))
		?? slides.find((slide) => hasWords(wordsOf(slide), wanted)) ?? null;
}

export const describeSlide = (slide) => `${leaves().indexOf(slide) + 1}. ${slideName(slide)}`;

// Goes to the first step of a slide.
export function goToSlide(slide) {
	const { h, v } = Reveal.getIndices(slide);
	Reveal.slide(h, v, -1);
}
