package io.annealdb.cli.simulator;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A seam of production code with something put before some of its methods. All others go through,
 * so that a seam may grow without anybody here taking notice.
 */
final class Interposed {
    /** The call that would be made. */
    interface Call {
        Object real();

        Method method();

        Object[] arguments();

        /** Makes it. */
        Object proceed() throws Throwable;

        /** Makes it with other arguments. */
        Object proceedWith(Object... arguments) throws Throwable;

        default boolean is(String name, Class<?>... parameters) {
            return method().getName().equals(name)
                    && java.util.Arrays.equals(method().getParameterTypes(), parameters);
        }

        default boolean is(String name) {
            return method().getName().equals(name);
        }
    }

    /** What happens instead of a call, or around it. */
    interface Hook {
        Object handle(Call call) throws Throwable;
    }

    private Interposed() {}

    static <T> T on(Class<T> seam, T real, Hook hook) {
        return seam.cast(
                Proxy.newProxyInstance(
                        seam.getClassLoader(),
                        new Class<?>[] {seam},
                        (proxy, method, arguments) ->
                                hook.handle(new RealCall(real, method, arguments))));
    }

    private record RealCall(Object real, Method method, Object[] arguments) implements Call {
        @Override
        public Object proceed() throws Throwable {
            return proceedWith(arguments);
        }

        @Override
        public Object proceedWith(Object... others) throws Throwable {
            try {
                return method.invoke(real, others);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
