// Starts reveal.js. The last script of the page: deck.js has hooked itself in by now.
(function () {
	'use strict';

	// deck.js has decided which window this is. The speaker's window has no stage of its own; it tells its frames what to show.
	const role = document.documentElement.dataset.window;
	if (role === 'speaker' || role === 'clicker')
		return;
	const isFrame = role !== 'stage';

	// A phone held upright reads the talk by scrolling, on a stage of its own shape (deck/stage/phone.css).
	const upright = matchMedia('(max-width: 600px) and (orientation: portrait)');
	// Of 18 px, the smallest text on it, 12 are left on a screen of 360.
	const stage = () => (upright.matches ? { width: 540, height: Math.min(996, Math.round(540 * innerHeight / innerWidth)) } : { width: 1280, height: 720 });
	// A step of a slide in the column is scrolled to: each has an equal part of its page (reveal/controllers/scrollview.js).
	const apartIn = (page) => {
		const count = Math.max(-1, ...[...page.querySelectorAll('.fragment')].map((one) => Number(one.dataset.fragmentIndex))) + 1;
		return count ? (page.offsetHeight - Reveal.getViewportElement().offsetHeight) / count : 0;
	};
	function scrollToStep(slide, step = -1) {
		const page = slide.closest('.scroll-page');
		page?.scrollIntoView();
		if (page && step >= 0)
			Reveal.getViewportElement().scrollTop = page.offsetTop + Math.min(apartIn(page) * (step + 1), page.offsetHeight - innerHeight);
	}
	function stepIn(page) {
		const apart = apartIn(page);
		return apart ? Math.round((Reveal.getViewportElement().scrollTop - page.offsetTop) / apart) - 1 : -1;
	}

	// Held upright again it goes on where it was on its side. reveal.js by itself goes to where one had
	// scrolled before (it remembers that, 50 ms after the phone was turned), or measures the other stage.
	let place = null;
	const remember = () => {
		if (!Reveal.isScrollView())
			place = Reveal.getIndices();
	};
	for (const name of ['ready', 'slidechanged', 'fragmentshown', 'fragmenthidden'])
		Reveal.on(name, remember);
	// A slow phone has its scroll view later than it is turned.
	function goOn(triesLeft) {
		if (Reveal.isScrollView() !== upright.matches && triesLeft) {
			setTimeout(goOn, 100, triesLeft - 1);
			return;
		}
		const slide = place && document.querySelector(`section[data-index-h="${place.h}"][data-index-v="${place.v || 0}"]`);
		if (upright.matches && slide)
			scrollToStep(slide, place.f);
		else if (!upright.matches)
			sessionStorage.removeItem('reveal-scroll-top');
		remember();
	}
	upright.addEventListener('change', () => {
		Reveal.configure(stage());
		setTimeout(goOn, 100, 50);
	});

	// A reload keeps the slide and its step, which reveal.js writes into the address up to a second late.
	const LEFT = 'pcapdeck-left';
	const isReload = performance.getEntriesByType('navigation')[0]?.type === 'reload';
	if (!isFrame) {
		const left = JSON.parse(sessionStorage.getItem(LEFT));
		sessionStorage.removeItem(LEFT);
		if (isReload && left?.address === location.href)
			history.replaceState(null, '', '#' + left.path);
		addEventListener('pagehide', () => {
			if (Reveal.isReady() && !Reveal.isScrollView())
				sessionStorage.setItem(LEFT, JSON.stringify({ address: location.href, path: Reveal.getSlidePath() }));
		});
	}

	// Whoever goes on to slides below each other begins with the first one, not with that which was shown last.
	Reveal.on('slidechanged', ({ previousSlide }) => previousSlide?.parentNode?.removeAttribute('data-previous-indexv'));

	// What was asked for, before reveal.js writes its own. Its scroll view would forget it, and writes nothing.
	const asked = location.hash;
	const kept = isReload && sessionStorage.getItem('reveal-scroll-origin') === location.origin + location.pathname
		? sessionStorage.getItem('reveal-scroll-top') : null;
	function slideOf(hash) {
		const [name, v] = hash.replace(/^#\/?/, '').split('/');
		if (/^\d+$/.test(name))
			return document.querySelector(`section[data-index-h="${name}"][data-index-v="${Number(v) || 0}"]`);
		try {
			return document.getElementById(decodeURIComponent(name))?.closest('section');
		} catch {
			return null; // no text in UTF-8
		}
	}
	// Behind the name of a slide, or behind its two numbers.
	function stepOf(hash) {
		const [name, ...rest] = hash.replace(/^#\/?/, '').split('/');
		const step = rest[/^\d+$/.test(name) ? 1 : 0];
		return /^\d+$/.test(step) ? Number(step) : -1;
	}
	Reveal.on('ready', () => {
		if (!Reveal.isScrollView())
			return;
		const slide = slideOf(asked);
		if (kept !== null)
			Reveal.getViewportElement().scrollTop = Number(kept);
		else if (slide)
			scrollToStep(slide, stepOf(asked));
	});
	// Its slide is the one that the upper part of the screen shows: near the end reveal.js is ahead of that.
	let writing = 0;
	function writePlace() {
		const shown = [...document.querySelectorAll('.scroll-page')].find((one) => one.getBoundingClientRect().bottom > innerHeight / 3);
		if (!shown || !Reveal.isScrollView())
			return;
		const step = stepIn(shown);
		history.replaceState(null, '', '#' + Reveal.getSlidePath(shown.querySelector('section')) + (step < 0 ? '' : `/${step}`));
	}
	document.addEventListener('scroll', (event) => {
		if (event.target !== Reveal.getViewportElement() && event.target !== document)
			return;
		clearTimeout(writing);
		writing = setTimeout(writePlace, 500); // browsers refuse it when it comes too often
	}, true);

	const initialize = () => Reveal.initialize({
		...stage(),
		margin: 0,
		minScale: 0.1,
		maxScale: 4,
		center: false,
		display: 'flex', // deck/stage/slide.css stacks what is on a slide, so that a diagram takes what is left
		hash: !isFrame, // a slide's address is its heading, so that links to it survive edits
		navigationMode: 'linear', // Right shows every slide, also those below each other
		controls: !isFrame,
		controlsTutorial: false,
		progress: !isFrame,
		jumpToSlide: false, // deck.js has its own box, list of keys and overview
		help: false,
		overview: false,
		transition: 'none',
		backgroundTransition: 'none',
		autoAnimate: false,
		pdfSeparateFragments: false, // print: one page a slide, with every step taken
		pdfMaxPagesPerSlide: 6, // a tall diagram goes on rather than shrink until nobody can read it
		scrollActivationWidth: 600, // phones read the talk by scrolling
		scrollLayout: 'compact',
		scrollSnap: false,
		postMessage: false, // windows speak by deck/speaker/windows.js
		postMessageEvents: false,
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
