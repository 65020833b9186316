// Starts reveal.js. The last script of the page: deck.js has hooked itself in by now.
(function () {
	'use strict';

	const duration = Number(document.documentElement.dataset.duration) || 0;

	// The speaker view paces by these: slides say how long they take (`t:`), and the others share what
	// that leaves of the talk. Where it leaves less than nothing, reveal.js would stop with an alert.
	const times = [...document.querySelectorAll('.slides section[data-timing]')].map((slide) => Number(slide.dataset.timing));
	const planned = times.reduce((sum, time) => sum + time, 0);
	const pace = {
		totalTime: duration > 0 && duration >= planned ? duration : null,
		defaultTiming: duration > 0 ? 0 : times.length ? Math.round(planned / times.length) : null,
		talkTime: duration > 0 ? duration : null, // counts down (notes-plugin.py)
	};

	// A phone held upright reads the talk by scrolling, on a stage of its own shape (deck.css).
	const upright = matchMedia('(max-width: 600px) and (orientation: portrait)');
	// Of 18 px, the smallest text on it, 12 are left on a screen of 360.
	const stage = () => (upright.matches ? { width: 540, height: Math.min(996, Math.round(540 * innerHeight / innerWidth)) } : { width: 1280, height: 720 });
	// Held upright again it goes on where it was on its side. reveal.js by itself goes to where one had
	// scrolled before (it remembers that, 50 ms after the phone was turned), or measures the other stage.
	let place = null;
	const remember = () => {
		if (!Reveal.isScrollView())
			place = Reveal.getIndices();
	};
	for (const name of ['slidechanged', 'fragmentshown', 'fragmenthidden'])
		Reveal.on(name, remember);
	upright.addEventListener('change', () => {
		Reveal.configure(stage());
		setTimeout(() => {
			const slide = place && document.querySelector(`section[data-index-h="${place.h}"][data-index-v="${place.v || 0}"]`);
			if (upright.matches && slide)
				slide.closest('.scroll-page').scrollIntoView();
			else if (!upright.matches)
				sessionStorage.removeItem('reveal-scroll-top');
			remember();
		}, 100);
	});

	const initialize = () => Reveal.initialize({
		...stage(),
		margin: 0,
		minScale: 0.1,
		maxScale: 4,
		center: false,
		display: 'flex', // deck.css stacks what is on a slide, so that a diagram takes what is left
		hash: true, // a slide's address is its heading, so that links to it survive edits
		controls: true,
		controlsTutorial: false,
		progress: true,
		slideNumber: 'c/t',
		showSlideNumber: 'all',
		jumpToSlide: true,
		overview: true,
		transition: 'none',
		backgroundTransition: 'none',
		autoAnimate: false,
		pdfSeparateFragments: false, // print: one page a slide, with every step taken
		pdfMaxPagesPerSlide: 6, // a tall diagram goes on rather than shrink until nobody can read it
		scrollActivationWidth: 600, // phones read the talk by scrolling
		scrollLayout: 'compact',
		scrollSnap: false,
		...pace,
		plugins: [RevealNotes],
	});

	// The first slide is there already (head.js): reveal.js waits until it was painted, which is long
	// before it would be ready itself. A page that nobody sees is never painted.
	const root = document.documentElement;
	if (!root.classList.contains('opening') || document.hidden) {
		root.classList.remove('opening');
		initialize();
		return;
	}
	requestAnimationFrame(() => setTimeout(() => {
		root.classList.remove('opening');
		initialize();
	}));
})();
