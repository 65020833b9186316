/* The versions of the libraries that are loaded, not of the headers at compile time. */
#include "notes/talk/library-versions.h"

#include <cmark.h>
#include <yaml.h>

const char *notes_cmark_version(void)
{
	return cmark_version_string();
}

const char *notes_yaml_version(void)
{
	return yaml_get_version_string();
}
