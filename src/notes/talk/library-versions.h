#ifndef NOTES_LIBRARY_VERSIONS_H
#define NOTES_LIBRARY_VERSIONS_H

/* Versions for `pcapdeck --version`, "0.30.2". */
const char *notes_cmark_version(void);
const char *notes_yaml_version(void);

#endif
