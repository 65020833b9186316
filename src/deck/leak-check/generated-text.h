#ifndef DECK_GENERATED_TEXT_H
#define DECK_GENERATED_TEXT_H

/*
 * Tells whether the program itself may have written a value on a page: a number, a plain word, or a
 * field of a packet that is shown. Such a value does not reveal that it was hidden somewhere.
 */

#include "base/bytes.h"
#include "base/text.h"

/* A zeroed value is empty. */
struct generated_text {
	/* names, labels and values of the fields of the page's packets, a line each */
	struct text fields;
	bool has_fields;
};
void generated_text_finish(struct generated_text *program);
DEFINE_AUTOFINISH(generated_text);

/*
 * Whether the program may have written `value`. `island` is the page's data island; its packets are
 * decoded when the first value needs them.
 */
bool generated_text_has(struct generated_text *program, struct bytes island, struct bytes value);

#endif
