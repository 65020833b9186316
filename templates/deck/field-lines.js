// A layer that is no table of bits, line by line.
import { element } from './elements.js';
import { fieldsOf } from './packet-data.js';

export function drawLines(frame, layerIndex) {
	const list = element('div', 'field-lines');
	for (const field of fieldsOf(frame)) {
		if (field.layer !== layerIndex || (field.size === 0 && field.parent >= 0))
			continue;
		const line = element('button', field.parent >= 0 ? 'line below' : 'line', element('span', 'name', field.label), element('span', 'value', field.value));
		line.type = 'button';
		line.setAttribute('data-field', field.index);
		list.append(line);
	}
	return list;
}
