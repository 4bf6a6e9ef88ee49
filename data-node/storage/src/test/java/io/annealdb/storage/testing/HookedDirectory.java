package io.annealdb.storage.testing;

import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** A directory in front of another, in which something happens in the middle of a call. */
public final class HookedDirectory {
    private HookedDirectory() {}

    /** What happens. */
    public interface Hook {
        void run() throws IOException;
    }

    /** Runs a hook, once, before that file is opened to be written. */
    public static Directory onAppend(Directory behind, String path, Hook hook) {
        return on("append", behind, path, hook);
    }

    /** Runs a hook, once, before the next block file is opened to be written. */
    public static Directory onBlockFile(Directory behind, Hook hook) {
        return on("append", behind, ".block.tmp", hook);
    }

    /** Runs a hook, once, after that path got its new content. */
    public static Directory afterRename(Directory behind, String to, Hook hook) {
        return on("rename", behind, to, hook);
    }

    /** Tells the path of a file each time bytes of it are read. */
    public static Directory onEachRead(Directory behind, Consumer<String> path) {
        return proxy(
                Directory.class,
                (proxy, method, arguments) -> {
                    Object answer = called(behind, method, arguments);
                    if (!(answer instanceof Directory.ReadFile file)) {
                        return answer;
                    }
                    return proxy(
                            Directory.ReadFile.class,
                            (opened, call, given) -> {
                                if (call.getName().equals("read")) {
                                    path.accept((String) arguments[0]);
                                }
                                return called(file, call, given);
                            });
                });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        HookedDirectory.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object called(Object target, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Directory on(String call, Directory behind, String path, Hook hook) {
        boolean[] done = new boolean[1];
        return proxy(
                Directory.class,
                (proxy, method, arguments) -> {
                    boolean hooked =
                            !done[0]
                                    && method.getName().equals(call)
                                    && arguments[arguments.length - 1].toString().endsWith(path);
                    done[0] |= hooked;
                    if (hooked && call.equals("append")) {
                        hook.run();
                    }
                    Object answer = called(behind, method, arguments);
                    if (hooked && call.equals("rename")) {
                        hook.run();
                    }
                    return answer;
                });
    }
}
