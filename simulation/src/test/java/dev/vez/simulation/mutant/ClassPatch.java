package dev.vez.simulation.mutant;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.constant.ClassDesc;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One method of a class of the broker that does something else than was written.
 *
 * @param className the class, as {@code dev.vez.domain.machine.Bucket}
 * @param method the method, which no other one shares its name with
 * @param code what becomes of its code
 */
record ClassPatch(String className, String method, CodeTransform code) {

  private static final String DOMAIN = "dev.vez.domain.";

  /** Another body for a method of a class of the domain. */
  static ClassPatch body(String domainClass, String method, Consumer<CodeBuilder> body) {
    return new ClassPatch(
        DOMAIN + domainClass,
        method,
        new CodeTransform() {
          @Override
          public void accept(CodeBuilder builder, CodeElement element) {}

          @Override
          public void atEnd(CodeBuilder builder) {
            body.accept(builder);
          }
        });
  }

  /** The same body with something before it. */
  static ClassPatch before(String domainClass, String method, Consumer<CodeBuilder> first) {
    return new ClassPatch(
        DOMAIN + domainClass,
        method,
        new CodeTransform() {
          @Override
          public void atStart(CodeBuilder builder) {
            first.accept(builder);
          }

          @Override
          public void accept(CodeBuilder builder, CodeElement element) {
            builder.with(element);
          }
        });
  }

  /** The same body with another constant. */
  static ClassPatch constant(String domainClass, String method, int from, int to) {
    return new ClassPatch(
        DOMAIN + domainClass,
        method,
        (builder, element) -> {
          if (element instanceof ConstantInstruction constant
              && constant.constantValue() instanceof Number number
              && number.longValue() == from) {
            if (number instanceof Long) {
              builder.loadConstant((long) to);
            } else {
              builder.loadConstant(to);
            }
          } else {
            builder.with(element);
          }
        });
  }

  /** A class of the domain, such as {@code machine.Bucket}. */
  static ClassDesc domain(String domainClass) {
    return ClassDesc.of(DOMAIN + domainClass);
  }

  /**
   * Patches a class file.
   *
   * @throws IllegalStateException if it has not exactly one such method
   */
  byte[] applyTo(byte[] classFile) {
    AtomicInteger patched = new AtomicInteger();
    ClassFile compiler = ClassFile.of();
    byte[] result =
        compiler.transformClass(
            compiler.parse(classFile),
            ClassTransform.transformingMethodBodies(
                candidate -> isMeant(candidate, patched), code));
    if (patched.get() != 1) {
      throw new IllegalStateException(
          "Expected one method " + method + " in " + className + ", but got " + patched.get());
    }
    return result;
  }

  private boolean isMeant(MethodModel candidate, AtomicInteger patched) {
    boolean isMeant = candidate.methodName().equalsString(method);
    if (isMeant) {
      patched.incrementAndGet();
    }
    return isMeant;
  }
}
