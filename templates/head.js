// Before the first paint: with scripts the page is a stage, without them (no "js") it reads as a page.
document.documentElement.classList.add('js');
