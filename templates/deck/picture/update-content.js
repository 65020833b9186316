// Changes what an element holds without replacing it. A node that comes or goes makes the browser lay out and style what is
// around it, at every step.
function makeEqual(old, wanted) {
	if (old.nodeName !== wanted.nodeName || old.childNodes.length !== wanted.childNodes.length)
		return old.replaceWith(wanted);
	if (old.nodeType === Node.TEXT_NODE)
		old.data = wanted.data;
	for (const { name } of [...old.attributes ?? []]) {
		if (!wanted.hasAttribute(name))
			old.removeAttribute(name);
	}
	for (const { name, value } of wanted.attributes ?? []) {
		if (old.getAttribute(name) !== value)
			old.setAttribute(name, value);
	}
	const kept = [...old.childNodes];
	return [...wanted.childNodes].forEach((child, i) => makeEqual(kept[i], child));
}

// Makes the children of a holder equal to these nodes.
export function updateChildren(holder, nodes) {
	const kept = [...holder.children];
	nodes.forEach((node, i) => (kept[i] ? makeEqual(kept[i], node) : holder.append(node)));
	kept.slice(nodes.length).forEach((node) => node.remove());
}
