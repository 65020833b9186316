// The order of the slides in the page: beside each other and below each other on the stage, one after the other in scroll view.

// Whether it stands below another one; scroll view has only numbers of that.
export const isBelow = (section) => (section.closest('.scroll-page') ? Number(section.dataset.indexV) > 0 : section.parentNode.matches('.slides > section') && section.parentNode.firstElementChild !== section);

// What stands among the others: scroll view has a page around each slide.
export const holderOf = (section) => section.closest('.scroll-page') ?? section;

function inPage(section) {
	const [sample] = document.getElementsByClassName('scroll-page');
	const around = ['scroll-page', 'scroll-page-sticky', 'scroll-page-content'].map((name) => Object.assign(document.createElement('div'), { className: name }));
	around[0].style.cssText = sample.style.cssText;
	around[0].append(around[1]);
	around[1].append(around[2]);
	around[2].append(section);
	section.classList.add('present');
	return around[0];
}

// Puts slides into an order, and moves no more than that needs.
function arrange(parent, holders) {
	const isHolder = (node) => node?.matches('section, .scroll-page');
	const there = [...parent.children].filter(isHolder);
	const end = there.at(-1)?.nextElementSibling ?? null;
	let place = there[0] ?? end;
	for (const holder of holders) {
		if (holder === place)
			place = isHolder(place.nextElementSibling) ? place.nextElementSibling : end;
		else
			parent.insertBefore(holder, place);
	}
}

// Scroll view has no columns, and numbers its pages as the stage does. A slide that stands behind another one in its page, on
// which that continues, gets a page of its own.
function arrangePages(slides, columns) {
	let h = 0;
	arrange(slides, columns.flatMap(({ isStack, sections }) => sections.map((section, index) => {
		Object.assign(section.dataset, { indexH: isStack ? h : h++, indexV: isStack ? index : 0 });
		h += isStack && index === sections.length - 1 ? 1 : 0;
		const page = section.closest('.scroll-page');
		return page?.querySelector('section') === section ? page : inPage(section);
	})));
}

function arrangeColumns(slides, columns) {
	const stacks = new Set();
	const stackOf = (section) => section.parentNode?.matches('.slides > section:not([id])') && !stacks.has(section.parentNode) && section.parentNode;
	arrange(slides, columns.flatMap(({ isStack, sections }) => {
		if (!isStack)
			return sections;
		const stack = sections.map(stackOf).find(Boolean) || document.createElement('section');
		stacks.add(stack);
		arrange(stack, sections);
		return [stack];
	}));
	[...slides.children].filter((one) => one.matches('section:not([id])') && !stacks.has(one)).forEach((stack) => stack.remove());
}

// Slides stand below each other in a stack.
function columnsOf(groups, areBelow) {
	const columns = [];
	groups.forEach((sections, index) => {
		if (areBelow[index] && columns.length)
			Object.assign(columns.at(-1), { isStack: true, sections: [...columns.at(-1).sections, ...sections] });
		else
			columns.push({ isStack: false, sections });
	});
	return columns;
}

// Puts slides, each with those on which its picture continues, into this order.
export function arrangeAll(groups, areBelow) {
	const slides = document.querySelector('.reveal > .slides'), focused = document.activeElement;
	(slides.querySelector('.scroll-page') ? arrangePages : arrangeColumns)(slides, columnsOf(groups, areBelow));
	if (focused?.isConnected && document.activeElement !== focused)
		focused.focus({ preventScroll: true });
}
