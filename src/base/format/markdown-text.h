#ifndef BASE_MARKDOWN_TEXT_H
#define BASE_MARKDOWN_TEXT_H

#include "base/text.h"

/*
 * Appends words of strangers as Markdown for Obsidian and for chats. They are text only: no link,
 * tag, mention or comment in them has an effect, and no character steers a terminal. A line end
 * becomes "<br>".
 */
void markdown_text_append(struct text *out, const char *words);

#endif
