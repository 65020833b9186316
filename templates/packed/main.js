// Runs the scripts that a file has packed: they would be a third of the file. The policy has their hashes, so nothing else
// runs that stands in their place.
import { unpackedText } from '../deck/base/packed-parts.js';

for (const packed of document.querySelectorAll('.packed-script')) {
	const script = document.createElement('script');
	script.textContent = unpackedText(packed);
	packed.replaceWith(script);
}
