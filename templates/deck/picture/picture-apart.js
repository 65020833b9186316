// A picture to which the words of its slide leave no room has a page of its own on paper, and so have the parts of a long
// sequence without steps on the stage. Otherwise all of them would repeat the words, or the picture would be cut off.
import { isPrintPage } from '../base/page.js';
import { isStepped } from '../packet/rows.js';

// Where the packets that answer a question go on, the question is answered.
export function goOnAnswered(slide) {
	slide.querySelectorAll('.ask-question, .ask-choices').forEach((node) => node.remove());
	slide.querySelectorAll(':is(.ask-answer, .ask-shown).fragment').forEach((step) => step.classList.remove('fragment'));
}

const childrenOf = (section, selector) => [...section.children].filter((child) => child.matches(selector));

// The question stays with the words; its answer is said again with the packets that show it.
function takePicture(block) {
	if (!block.matches('.ask'))
		return block;
	const other = block.cloneNode(false);
	other.append(block.querySelector('.ask-answer').cloneNode(true), block.querySelector('.ask-shown'));
	goOnAnswered(other);
	return other;
}

const isCutOnStage = (block) => block.matches('.packets-sequence') && !isStepped(block) && block.querySelector('svg[data-strip-height]');

// Returns the slide, and behind it the one with its picture when that stands apart.
export function placeApart(section) {
	const blocks = childrenOf(section, '.packets, .compare, .ask');
	if (!section.matches('.apart') || blocks.length !== 1 || !(isPrintPage || isCutOnStage(blocks[0])) || (blocks[0].matches('.ask') && !blocks[0].querySelector('.ask-shown')))
		return [section];
	const slide = section.cloneNode(false), heading = childrenOf(section, '.section-name, h1, h2');
	slide.append(...heading.map((node) => node.cloneNode(true)), takePicture(blocks[0]), ...childrenOf(section, '.color-legend'));
	section.classList.remove('apart', 'has-packets');
	slide.classList.remove('apart');
	slide.id &&= `${slide.id}-picture`;
	slide.querySelectorAll(':scope > [id]').forEach((node) => { node.id += '-picture'; });
	if (isPrintPage)
		slide.dataset.continued = '';
	if (slide.dataset.timing)
		section.dataset.timing = slide.dataset.timing = Math.round(Number(slide.dataset.timing) / 2);
	section.after(slide);
	return [section, slide];
}
