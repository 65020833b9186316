// Shows slides near the current one and hides the others. A deck has no video, sound or embedded page: notes/html drops
// them, and the policy of the page forbids them.
const SMALLEST = 24, LARGEST = .8; // px, and of the slide's height

const nothing = () => {};

export default class SlideContent {
	constructor(Reveal) {
		this.Reveal = Reveal;
	}

	load = (slide) => {
		slide.style.display = this.Reveal.getConfig().display;
	};

	unload = (slide) => {
		slide.style.display = 'none';
	};

	// Words of the class r-fit-text are as large as their line allows.
	layout(scope) {
		for (const words of scope.querySelectorAll('.r-fit-text')) {
			Object.assign(words.style, { display: 'inline-block', whiteSpace: 'nowrap' });
			const size = parseFloat(getComputedStyle(words).fontSize) * words.parentNode.clientWidth / words.scrollWidth;
			words.style.fontSize = `${Math.max(SMALLEST, Math.min(size, this.Reveal.getConfig().height * LARGEST))}px`;
		}
	}

	isAllowedToPlayAudio = () => true;
	afterSlideChanged = nothing;
	formatEmbeddedContent = nothing;
	startEmbeddedContent = nothing;
	stopEmbeddedContent = nothing;
}
