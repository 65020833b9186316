#ifndef NOTES_WRITTEN_PATH_H
#define NOTES_WRITTEN_PATH_H

/* Maps paths as authors write them to paths in the file system. */

/*
 * Like file_beside(), but when there is no such file, looks for one whose name differs only in the
 * Unicode form of Hangul. macOS stores Hangul decomposed, and archives keep that. malloc()ed.
 */
char *written_path_beside(const char *talk_path, const char *written);

#endif
