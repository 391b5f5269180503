/** Tests of how scripts are run. */
@org.jspecify.annotations.NullMarked
package dev.vez.engine.hook;
