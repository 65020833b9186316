// Starts reveal.js. The last script of the page: deck.js has hooked itself in by now.
(function () {
	'use strict';

	const duration = Number(document.documentElement.dataset.duration) || 0;

	// A phone held upright reads the talk by scrolling, on a stage of its own shape (deck.css).
	const upright = matchMedia('(max-width: 600px) and (orientation: portrait)');
	const stage = () => (upright.matches ? { width: 640, height: 1180 } : { width: 1280, height: 720 });
	upright.addEventListener('change', () => Reveal.configure(stage()));

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
		totalTime: duration > 0 ? duration : null, // paces the speaker view
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
