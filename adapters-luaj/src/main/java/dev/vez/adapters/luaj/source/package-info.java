/**
 * From the text of a script to its code. LuaJ's compiler does the work. What it lacks is done here:
 * it hangs on an unfinished string, takes escapes of later versions for something else, and reports
 * tokens by number, so the text is scanned first and its errors are put into words.
 */
@NullMarked
package dev.vez.adapters.luaj.source;

import org.jspecify.annotations.NullMarked;
