// A page without a browser: the part of a document that the deck's modules use. It is imported before them.
class FakeNode {
	constructor(name) {
		Object.assign(this, { name, attributes: {}, childNodes: [], style: {}, listeners: {} });
		const node = this;
		this.dataset = new Proxy({}, {
			get: (_, key) => this.attributes['data-' + String(key).replace(/[A-Z]/g, '-$&').toLowerCase()],
			set: (_, key, value) => { node.setAttribute('data-' + key, value); return true; },
		});
		this.classList = {
			contains: (word) => this.classes().includes(word),
			add: (word) => this.classList.toggle(word, true),
			remove: (word) => this.classList.toggle(word, false),
			toggle: (word, isOn) => { this.className = [...this.classes().filter((one) => one !== word), ...(isOn ? [word] : [])].join(' '); },
		};
	}

	classes() { return this.className.split(' ').filter(Boolean); }
	get className() { return this.attributes.class ?? ''; }
	set className(words) { this.attributes.class = words; }
	get children() { return this.childNodes.filter((child) => child instanceof FakeNode); }
	get textContent() { return this.childNodes.map((child) => child.textContent ?? child).join(''); }
	setAttribute(key, value) { this.attributes[key] = String(value); }
	getAttribute(key) { return this.attributes[key] ?? null; }
	append(...children) { this.childNodes.push(...children.map((child) => (child instanceof FakeNode ? child : String(child)))); }
	replaceChildren(...children) { this.childNodes = []; this.append(...children); }
	addEventListener(name, heard) { this.listeners[name] = heard; }

	// Supports selectors of one element, by classes, names and attributes: ".a.b", "tr", "[data-x]", '[data-x="1"]'.
	matches(selector) {
		const parts = selector.match(/[.#]?[\w-]+|\[[^\]]*\]/g);
		return parts.every((part) => {
			if (part.startsWith('.'))
				return this.classes().includes(part.slice(1));
			const [, key, , value] = part.match(/^\[([\w-]+)(="(.*)")?\]$/) ?? [];
			return key ? key in this.attributes && (value === undefined || this.attributes[key] === value) : this.name === part;
		});
	}

	querySelectorAll(selectors) {
		return this.children.flatMap((child) => [...(selectors.split(', ').some((one) => child.matches(one)) ? [child] : []), ...child.querySelectorAll(selectors)]);
	}

	querySelector(selectors) { return this.querySelectorAll(selectors)[0] ?? null; }
}

export const node = (name, attributes = {}, ...children) => {
	const made = new FakeNode(name);
	Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
	made.append(...children);
	return made;
};

const islands = new Map();
globalThis.document = {
	documentElement: node('html'),
	createElement: (name) => new FakeNode(name),
	createElementNS: (_, name) => new FakeNode(name),
	getElementById: (id) => islands.get(id) ?? null,
	querySelectorAll: () => [],
};
document.documentElement.lang = process.env.DECK_LANG ?? 'en';
globalThis.location = { search: '' };
globalThis.matchMedia = () => ({ matches: false });

// The data that the modules find. They read it once, so it must be set before any of them is used. `parts` are what was
// inside the <template>s of the page. Here the LZ4 block has only literals.
export function havePackets(data, ...parts) {
	const bytes = Buffer.from([JSON.stringify(data), ...parts].join('\0')), more = bytes.length - 15;
	const size = Buffer.alloc(4);
	size.writeUInt32LE(bytes.length);
	const block = Buffer.concat([size, Buffer.from([0xf0, ...Array(Math.floor(more / 255)).fill(255), more % 255]), bytes]);
	islands.set('packet-data', { textContent: block.toString('base64') });
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

// As the program writes it: attributes in the order in which they were set.
export function markup(one) {
	if (!(one instanceof FakeNode))
		return escaped(one);
	const attributes = Object.entries(one.attributes).map(([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`).join('');
	const inner = one.childNodes.map(markup).join('');
	return `<${one.name}${attributes}${inner || !['rect', 'path', 'line'].includes(one.name) ? `>${inner}</${one.name}>` : '/>'}`;
}
