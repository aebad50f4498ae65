import java.util.Map;
import java.util.TreeMap;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node on loopback, which ends when its standard input does.
 *
 * Arguments: the folder of its data, then settings as name=value.
 */
public class OpenSearchNode {
    public static void main(String[] arguments) throws Exception {
        Map<String, String> given = new TreeMap<>();
        for (int place = 1; place < arguments.length; place++) {
            String[] pair = arguments[place].split("=", 2);
            given.put(pair[0], pair[1]);
        }
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> given.forEach((name, value) -> {
            if (value.contains(",")) {
                settings.putList(name, value.split(","));
            } else {
                settings.put(name, value);
            }
        }));
        runner.build(OpenSearchRunner.newConfigs()
            .basePath(arguments[0])
            .clusterName(given.get("cluster.name"))
            .numOfNode(1)
            .disableESLogger());
        System.out.println("started");
        while (System.in.read() >= 0) {
            // whoever started this node is still there
        }
        Runtime.getRuntime().halt(0);
    }
}
