// Words may leave a picture so little of the slide that nothing of it could be read. Such a slide is tall: it scrolls, and
// its picture has most of the stage (stage/tall-slide.css).
import { pictureHoldersIn } from '../base/picture-fit.js';
import { printing } from '../base/page.js';

const LEAST = 200; // px that a picture has, or all that it needs when that is less
const BLOCKS = ':is(:scope, :scope > .slide-body, :scope > .slide-body > .column) > :is(.packets, .drawn), .ask-shown > .packets, .compared > .packets';

const isCramped = (one) => one.clientHeight < Math.min(LEAST, one.scrollHeight) - 2;

// A slide that is tall already keeps the place to which it is scrolled.
export function giveRoom(section) {
	if (!section.clientHeight || printing() || Reveal.isScrollView()) {
		section.classList.remove('tall');
		return;
	}
	const { scrollTop } = section;
	section.classList.remove('tall');
	const pictures = [...section.querySelectorAll(BLOCKS), ...pictureHoldersIn(section).filter((one) => one !== section)];
	if (!pictures.some(isCramped))
		return;
	section.classList.add('tall');
	section.scrollTop = scrollTop;
}
