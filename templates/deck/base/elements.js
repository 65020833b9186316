// Makes elements of HTML and SVG. Captured data enters the page only through these, as text.
const SVG = 'http://www.w3.org/2000/svg';

export function element(name, className, ...children) {
	const node = document.createElement(name);
	if (className)
		node.className = className;
	node.append(...children.filter((child) => child !== null && child !== undefined));
	return node;
}

// All elements with one of these classes. Each class is asked for alone: a browser answers a list of selectors many times
// more slowly, which on a slide of 500 packets delays its steps.
export const withClass = (root, ...names) => names.flatMap((name) => [...root.querySelectorAll('.' + name)]);

export function setAttributes(node, attributes) {
	for (const [key, value] of Object.entries(attributes))
		node.setAttribute(key, value);
	return node;
}

export function shape(name, attributes, ...children) {
	const node = setAttributes(document.createElementNS(SVG, name), attributes);
	node.append(...children);
	return node;
}
