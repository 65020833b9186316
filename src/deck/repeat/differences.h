#ifndef DECK_DIFFERENCES_H
#define DECK_DIFFERENCES_H

#include "base/text.h"
#include "conversation/tcp/tcp-analysis.h"

/*
 * Appends a slide in Markdown below `heading`, which begins it: a table of what two recordings of
 * one connection differ in, with the reason as far as packets show it, and a line of what is the
 * same in both. A long table is several slides.
 */
void differences_append(struct text *out, const char *heading, const struct tcp_connection *deck,
	const struct tcp_connection *own, bool is_korean);

#endif
