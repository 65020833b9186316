#ifndef NOTES_TALK_FILE_H
#define NOTES_TALK_FILE_H

/* Which Markdown files are talks, among the notes of a folder. */

#include <stdbool.h>

/*
 * Whether the file is a talk: it is called *.md, not README.md, and its front matter says what only a
 * talk says, or has a title that a template has not left to be filled in.
 */
bool talk_file_is_talk(const char *path);

#endif
