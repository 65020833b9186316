// Before the first paint: with scripts the page is a stage, without them (no "js") it reads as a page.
// The browser paints while it still reads the file, long before reveal.js has laid out its stage: until
// then ("opening") the first slide stands where it is going to be, unless another one was asked for.
(function () {
	'use strict';

	const root = document.documentElement;
	root.classList.add('js');
	const isPhone = matchMedia('(max-width: 600px) and (orientation: portrait)').matches;
	if (isPhone || location.hash.length > 1 || location.search)
		return;
	root.classList.add('opening');
	root.style.setProperty('--opening-scale', Math.min(innerWidth / 1280, innerHeight / 720, 4));
})();
