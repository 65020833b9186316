// The words of a slide: code gets its colours, and what is too long for the stage gets smaller, down
// to what the last row can read; what is longer still can be scrolled.
(function () {
	'use strict';

	const SMALLEST = 18;

	if (window.hljs) {
		hljs.configure({ ignoreUnescapedHTML: true });
		for (const code of document.querySelectorAll('pre > code[class*="language-"]')) {
			const name = /language-(\S+)/.exec(code.className)[1].toLowerCase();
			if (hljs.getLanguage(name))
				code.innerHTML = hljs.highlight(code.textContent, { language: name, ignoreIllegals: true }).value;
		}
	}

	function smallestText(section) {
		let smallest = Infinity;
		const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const element = node.parentElement;
			if (node.data.trim() && !element.closest('.slide-footer, aside.notes, sup'))
				smallest = Math.min(smallest, parseFloat(getComputedStyle(element).fontSize));
		}
		return smallest;
	}

	// Pictures know their size; only prose is too long by accident.
	function fit(section, page) {
		if (!section || section.matches('.stack, .fitted'))
			return;
		const isLong = () => section.scrollHeight > (page || section.clientHeight) + 1;
		for (const code of section.querySelectorAll('pre'))
			code.classList.toggle('wide', code.scrollWidth > code.clientWidth + 1);
		for (const table of section.querySelectorAll(':scope table'))
			table.classList.toggle('tight', table.offsetWidth > table.parentNode.clientWidth);
		if (section.querySelector('.packets'))
			return;
		section.classList.add('fitted');
		if (!isLong())
			return;
		const least = Math.min(1, SMALLEST / smallestText(section));
		let scale = 1;
		while (scale > least && isLong()) {
			scale = Math.max(least, scale - .04);
			section.style.setProperty('--fit', scale.toFixed(3));
		}
		if (isLong() && page) {
			section.style.removeProperty('--fit'); // two pages it is
		} else if (isLong()) {
			section.classList.add('long');
			section.tabIndex = 0; // so that the keys can scroll it
		}
	}

	// reveal.js gave two pages to what has found room on one since.
	function fitPages() {
		for (const page of document.querySelectorAll('.pdf-page')) {
			const count = Math.round(page.offsetHeight / 720), height = page.offsetHeight / count;
			const section = page.querySelector('section');
			fit(section, height);
			if (count > 1 && section.scrollHeight <= height + 1)
				page.style.height = `${height}px`;
		}
	}

	if (typeof Reveal === 'undefined')
		return;
	// A phone has all slides in view, on another stage: what fits there does not fit here.
	let isScrolled = false;
	function fitStage() {
		const sections = [...document.querySelectorAll('.slides section')];
		if (isScrolled !== Reveal.isScrollView()) {
			isScrolled = Reveal.isScrollView();
			for (const section of sections) {
				section.classList.remove('fitted', 'long');
				section.style.removeProperty('--fit');
			}
		}
		(isScrolled ? sections : [Reveal.getCurrentSlide()]).forEach((section) => fit(section));
	}

	for (const name of ['ready', 'slidechanged', 'resize']) {
		Reveal.on(name, () => {
			if (!document.documentElement.matches('.print-pdf, .reveal-print'))
				fitStage();
		});
	}
	Reveal.on('pdf-ready', fitPages);
})();
