#ifndef NOTES_TALK_FILE_H
#define NOTES_TALK_FILE_H

/* Recognizes talks among the Markdown files of a folder. */

#include <stdbool.h>

/*
 * Whether the file is a talk. Its name is *.md but not README.md. Its front matter has a key that
 * only talks have, or a title that is not a template's placeholder.
 */
bool talk_file_is_talk(const char *path);

#endif
