package dev.vez.adapters.luaj;

import dev.vez.adapters.luaj.vm.Prototype;
import dev.vez.adapters.luaj.vm.StringValue;

/**
 * A compiled script.
 *
 * @param main its top level, which defines the function
 * @param function name of the function that is called
 */
record Script(Prototype main, StringValue function) {

  Script(Prototype main, String function) {
    this(main, StringValue.disclosable(function));
  }
}
